/** A label that is made from measurements, and the measurements it is made from. */
export interface Signature {
  readonly name: string;
  /** What a target of it is called. */
  readonly target: RegExp;
  /** Classes that only this signature has; some in a target name it too. */
  readonly classes?: readonly string[];
  readonly genes: readonly string[];
  readonly source: string;
}

const words = (text: string) => text.split(' ');

export const SIGNATURES: readonly Signature[] = [
  {
    name: 'PAM50',
    target: /pam[_.\s-]?50|prosigna|intrinsic[_.\s-]?subtype/i,
    classes: ['luma', 'lumb', 'her2', 'basal'],
    genes: [
      ...words('ACTR3B ANLN BAG1 BCL2 BIRC5 BLVRA CCNB1 CCNE1 CDC20 CDC6 CDH3 CENPF CEP55 CXXC5 EGFR ERBB2 ESR1'),
      ...words('EXO1 FGFR4 FOXA1 FOXC1 GPR160 GRB7 KIF2C KRT14 KRT17 KRT5 MAPT MDM2 MELK MIA MKI67 MLPH MMP11 MYBL2'),
      ...words('MYC NAT1 NDC80 NUF2 ORC6 PGR PHGDH PTTG1 RRM2 SFRP1 SLC39A6 TMEM45B TYMS UBE2C UBE2T'),
      ...words('KNTC2 CDCA1 ORC6L'), // older names of NDC80, NUF2, ORC6
    ],
    source: 'Parker et al. 2009, J Clin Oncol 27, 1160',
  },
  {
    name: 'Oncotype DX',
    target: /onco[_.\s-]?type|recurrence[_.\s-]?score|(^|[_.\s-])21[_.\s-]?gene/i,
    genes: words(
      'MKI67 AURKA STK15 BIRC5 CCNB1 MYBL2 MMP11 CTSV CTSL2 GRB7 ERBB2 GSTM1 CD68 BAG1 ESR1 PGR BCL2 SCUBE2',
    ),
    source: 'Paik et al. 2004, N Engl J Med 351, 2817',
  },
];

/** The signature that a target is made by, as its name or its classes tell. */
export function signatureOf(targetColumns: readonly string[], classes: readonly string[]): Signature | undefined {
  const plain = classes.map((name) =>
    name.toLowerCase().replace(/^(brca[_.\s-]?|luminal[_.\s-]?)/, (p) => (p.startsWith('lum') ? 'lum' : '')),
  );
  return SIGNATURES.find(
    ({ target, classes: own }) =>
      targetColumns.some((column) => target.test(column)) ||
      own?.every((name) => plain.some((one) => one.startsWith(name))),
  );
}
