"""Goldens for molecules from RDKit: python3 test/golden/molecules.py (writes molecules.json)."""
import json
import pathlib
import platform

import rdkit
from rdkit import Chem
from rdkit.Chem import AllChem, Descriptors, rdMolDescriptors

SMILES = """
C CC#C C=C=C [NH4+] O=C=O [13CH4] [Na+].[Cl-] CN=[N+]=[N-] B(O)(O)c1ccccc1 C[Si](C)(C)C CC[Hg]Cl *c1ccccc1 F/C=C\\F C1CN1 C1CO1 C%10CCCCC%10
c1ccccc1 C1=CC=C2C=CC=CC2=C1 c1ccc2cc3ccccc3cc2c1 c1cc2ccc3cccc4ccc(c1)c2c34 C1=CC2=CC=CC2=C1 c1ccc2cccc-2cc1 [cH-]1cccc1 [cH+]1cccccc1
C1=CC=CC=CC1 C1=CC=CC=CC=C1 c1ccc2c(c1)Cc1ccccc12 c1ccc(cc1)c1ccccc1 O=c1cc[nH]cc1 O=C1C=CC(=O)C=C1 O=c1cccccc1 S=c1[nH]cccn1 c1cc[o+]cc1
c1c[se]cc1 c1cnc2ncnc-2[nH]1 [O-][n+]1ccccc1 O=N(=O)c1ccccc1 C[n+]1ccccc1 O=S1(=O)NC(=O)c2ccccc12 n1c2ccccc2nc2ccccc12 CC1=C2C=CC=CC2=NS1
C1=COC=CO1 [H]n1cccc1 [H]OC([H])([H])C C12C3C4C1C5C2C3C45 C1CC2(C1)CCC2 c1ccc2c(c1)c1cccc3cccc2c13 [NH-]C1CCCCC1[NH-].[Pt+4]
CC(=O)Oc1ccccc1C(=O)O Cn1cnc2c1c(=O)n(C)c(=O)n2C CC(C)Cc1ccc(cc1)[C@@H](C)C(=O)O OC[C@H]1O[C@@H](O)[C@H](O)[C@@H](O)[C@@H]1O NCCc1c[nH]c2ccc(O)cc12
Cc1ccc(cc1Nc1nccc(n1)-c1cccnc1)NC(=O)c1ccc(cc1)CN1CCN(C)CC1 C#Cc1cccc(c1)Nc1ncnc2cc(OCCOC)c(OCCOC)cc12 CN(C)C(=N)N=C(N)N
CC1(C)SC2C(NC(=O)Cc3ccccc3)C(=O)N2C1C(=O)O CC12CCC3C(CCC4=CC(=O)CCC34C)C1CCC2O COc1ccc2nc(sc2c1)S(=O)(=O)N OC(=O)CC(O)(CC(=O)O)C(=O)O
CN1CCC23C4Oc5c2c(CC1C3C=CC4O)ccc5O Clc1ccccc1C1=NCC(=O)Nc2ccc(cc12)[N+]([O-])=O NC(=O)c1cnc(nc1)N1CCOCC1
""".split()


def written(molecule):
    """Other ways to write it: aromatic, as a Kekulé form, and from another atom."""
    kekule = Chem.Mol(molecule)
    Chem.Kekulize(kekule, clearAromaticFlags=True)
    return [Chem.MolToSmiles(molecule), Chem.MolToSmiles(kekule, kekuleSmiles=True), *Chem.MolToRandomSmilesVect(molecule, 1, randomSeed=5)]


def described(smiles):
    molecule = Chem.MolFromSmiles(smiles)
    loose = rdMolDescriptors.NumRotatableBondsOptions.NonStrict
    return {
        "smiles": smiles,
        "written": written(molecule),
        "hydrogens": sum(atom.GetTotalNumHs() for atom in molecule.GetAtoms()),
        "aromaticAtoms": sum(atom.GetIsAromatic() for atom in molecule.GetAtoms()),
        "aromaticBonds": sum(bond.GetIsAromatic() for bond in molecule.GetBonds()),
        "rings": molecule.GetNumBonds() - molecule.GetNumAtoms() + len(Chem.GetMolFrags(molecule)),
        "descriptors": {
            "weight": round(Descriptors.MolWt(molecule), 3),
            "heavy-atoms": molecule.GetNumHeavyAtoms(),
            "donors": rdMolDescriptors.CalcNumLipinskiHBD(molecule),
            "acceptors": rdMolDescriptors.CalcNumLipinskiHBA(molecule),
            "rotatable-bonds": rdMolDescriptors.CalcNumRotatableBonds(molecule, loose),
            "aromatic-rings": rdMolDescriptors.CalcNumAromaticRings(molecule),
            "sp3-carbons": round(rdMolDescriptors.CalcFractionCSP3(molecule), 6),
            "polar-surface": round(rdMolDescriptors.CalcTPSA(molecule), 2),
            "charge": Chem.GetFormalCharge(molecule),
        },
        "morgan": [sorted([code, n] for code, n in AllChem.GetMorganFingerprint(molecule, radius).GetNonzeroElements().items()) for radius in (2, 3)],
        "bits": list(AllChem.GetMorganFingerprintAsBitVect(molecule, 2, nBits=1024).GetOnBits()),
    }


golden = {
    "versions": {"python": platform.python_version(), "rdkit": rdkit.__version__},
    "molecules": [described(smiles) for smiles in SMILES if Chem.MolFromSmiles(smiles)],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
