// Every file of the public data that the project is tested on opens by its name alone, with the shapes and missing counts that its README states.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileSource } from '../src/read/index.node.ts';
import { type FileInspection, inspectFile } from '../src/read/index.ts';

const data = '../shared/data';
const missing = existsSync(data) ? '' : `${data} is absent`;
if (missing) console.log(`shared-data.test is skipped: ${missing}`);

/** Format, rows × columns of a table and its missing cells; records of FASTA; samples × features of blocks; sets; edges. */
const EXPECTED: Readonly<Record<string, string>> = {
  '01_brca_pam50/diablo_labels.tsv.gz': 'delimited 220 × 3, 0 missing',
  '01_brca_pam50/diablo_mirna.tsv.gz': 'delimited 220 × 185, 0 missing',
  '01_brca_pam50/diablo_mrna.tsv.gz': 'delimited 220 × 201, 0 missing',
  '01_brca_pam50/diablo_protein_train_only.tsv.gz': 'delimited 150 × 143, 0 missing',
  '01_brca_pam50/tcga_brca_clinical.tsv.gz': 'delimited 934 × 13, 81 missing',
  '01_brca_pam50/tcga_brca_rnaseq_zscore_pam50.tsv.gz': 'delimited 934 × 1560, 0 missing',
  '02_expression_classification/ccle_cell_lines_706genes_primary_site.tsv.gz': 'delimited 449 × 708, 0 missing',
  '02_expression_classification/khan.tsv.gz': 'delimited 63 × 2310, 0 missing',
  '02_expression_classification/singh.tsv.gz': 'delimited 102 × 12602, 0 missing',
  '02_expression_classification/su.tsv.gz': 'delimited 102 × 5567, 0 missing',
  '03_drug_response/cell_line_annotation.tsv': 'delimited 580 × 12, 1181 missing',
  '03_drug_response/cell_line_copy_number.tsv.gz': 'delimited 580 × 707, 0 missing',
  '03_drug_response/cell_line_expression.tsv.gz': 'delimited 580 × 707, 0 missing',
  '03_drug_response/cell_line_mutation.tsv.gz': 'delimited 580 × 707, 0 missing',
  '03_drug_response/drug_smiles.csv': 'delimited 145 × 4, 0 missing',
  '03_drug_response/ln_ic50.tsv.gz': 'delimited 580 × 146, 12752 missing',
  '04_survival/classic/gbsg.csv': 'delimited 686 × 11, 0 missing',
  '04_survival/classic/rotterdam.csv': 'delimited 2982 × 15, 0 missing',
  '04_survival/classic/veteran.csv': 'delimited 137 × 8, 0 missing',
  '04_survival/tcga_blca_rna_cnv_mut_survival.tsv.gz': 'delimited 373 × 2187, 0 missing',
  '04_survival/tcga_brca348_clinical.tsv.gz': 'delimited 348 × 8, 21 missing',
  '04_survival/tcga_brca348_methylation.tsv.gz': 'delimited 348 × 575, 0 missing',
  '04_survival/tcga_brca348_mirna.tsv.gz': 'delimited 348 × 424, 0 missing',
  '04_survival/tcga_brca348_mrna.tsv.gz': 'delimited 348 × 646, 0 missing',
  '04_survival/tcga_gbmlgg_rna_cnv_mut_survival.tsv.gz': 'delimited 569 × 1596, 0 missing',
  '04_survival/tcga_kirc_rna_cnv_mut_survival.tsv.gz': 'delimited 345 × 2509, 1 missing',
  '04_survival/tcga_luad_rna_cnv_mut_survival.tsv.gz': 'delimited 453 × 2942, 10 missing',
  '05_dna_sequences/ecoli_non_prom.fa.gz': 'fasta 3000 records',
  '05_dna_sequences/ecoli_prom.fa.gz': 'fasta 839 records',
  '05_dna_sequences/ecoli_promoters106.tsv.gz': 'delimited 106 × 2, 0 missing',
  '05_dna_sequences/mouse_nonprom.fa.gz': 'fasta 3530 records',
  '05_dna_sequences/mouse_tata.fa.gz': 'fasta 1255 records',
  // Lists without a header line, which `inspect` asks for: the first value is taken for the name of the column.
  '05_dna_sequences/primer_labels.txt.gz': 'delimited 1999 × 1, 0 missing',
  '05_dna_sequences/primer_sequences.txt.gz': 'delimited 1999 × 1, 0 missing',
  '05_dna_sequences/splice_junctions_3186.tsv.gz': 'delimited 3186 × 2, 0 missing',
  '06_genotypes/1000g_eur_lct_populations.tsv': 'delimited 503 × 2, 0 missing',
  '06_genotypes/1000g_eur_lct_region.vcf.gz': 'vcf 503 × 607, 3 missing',
  '06_genotypes/1000g_panel.tsv': 'delimited 2504 × 4, 0 missing',
  '06_genotypes/1000g_seldin_aisnp.vcf.gz': 'vcf 2504 × 127, 0 missing',
  '06_genotypes/hgdp_microsatellites_1350x678.tsv.gz': 'delimited 1350 × 683, 0 missing',
  '07_skin_lesions/ham10000_subset_200x150.zip': 'images 2971 × 90000, 0 missing',
  '07_skin_lesions/metadata.csv': 'delimited 2971 × 7, 59 missing',
  '08_ecg/ecg5000.tsv.gz': 'delimited 5000 × 142, 0 missing',
  '08_ecg/ptbxl500_100hz_int16.npz': 'npz 500 × 12000, 0 missing',
  '08_ecg/ptbxl500_metadata.csv.gz': 'delimited 500 × 28, 4992 missing',
  '08_ecg/scp_statements.csv': 'delimited 71 × 13, 390 missing',
  '08_ecg/wfdb_example': 'wfdb 5 × 12000, 0 missing',
  '10_genesets/GO_Biological_Process_2021.gmt.gz': 'gmt 6036 sets',
  '10_genesets/gene_annotation_gencode_v19_hg19.tsv.gz': 'delimited 56238 × 7, 28024 missing',
  '10_genesets/h.all.v7.0.symbols.gmt': 'gmt 50 sets',
  '10_genesets/pam50_genes.txt': 'delimited 49 × 1, 0 missing',
  '10_genesets/reactome_v59_ensembl.gmt.gz': 'gmt 1303 sets',
  '10_genesets/string_v11_cancer_genes_ppi.tsv.gz': 'delimited 55140 × 3, 0 missing',
  '11_molecules_proteins/bgl3_dms.tsv.gz': 'delimited 26653 × 5, 0 missing',
  '11_molecules_proteins/bloodbrain_208x134.tsv.gz': 'delimited 208 × 136, 0 missing',
  '11_molecules_proteins/gb1_flip_splits.tsv.gz': 'delimited 8733 × 8, 0 missing',
  '11_molecules_proteins/gb1_four_site_full.tsv.gz': 'delimited 149361 × 3, 0 missing',
  '11_molecules_proteins/gb1_wildtype.fasta': 'fasta 1 records',
  '11_molecules_proteins/mdrr_528x342.tsv.gz': 'delimited 528 × 343, 0 missing',
  '12_singlecell_gdc/10x_v3_filtered_feature_bc_matrix': '10x-mtx 1107 × 507, 0 missing',
  '12_singlecell_gdc/10x_v3_filtered_feature_bc_matrix.h5': '10x-h5 1107 × 507, 0 missing',
  '12_singlecell_gdc/gdc_manifest_coad.txt': 'delimited 450 × 5, 0 missing',
  '12_singlecell_gdc/gdc_sample_sheet_coad.tsv': 'delimited 450 × 11, 0 missing',
  '12_singlecell_gdc/pbmc68k_reduced_700x765.h5ad': 'h5ad 700 × 765, 0 missing',
};

/** Not data, or read through the file that they stand beside. */
const APART = /README\.md$|LICENSE\.txt$|\.tbi$/;

function inWords({ format, table, fasta, contents, problems }: FileInspection): string {
  const word = format?.word ?? problems.join('; ');
  if (table) return `${word} ${table.rows} × ${table.columns}, ${table.missing.cells} missing`;
  if (fasta) return `${word} ${fasta.records} records`;
  if (contents?.holds === 'sets') return `${word} ${contents.sets} sets`;
  if (contents?.holds === 'network') return `${word} ${contents.edges} edges`;
  if (contents?.holds !== 'blocks') return word;
  const { samples, features, missing } = contents.blocks[0]!;
  return `${word} ${samples} × ${features}, ${missing.cells} missing`;
}

describe.skipIf(missing !== '')('the public data', () => {
  test('every file has a line here', () => {
    const found = readdirSync(data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(data, join(entry.parentPath, entry.name)));
    const isListed = (path: string) =>
      path in EXPECTED || Object.keys(EXPECTED).some((one) => path.startsWith(`${one}/`));
    expect(found.filter((path) => !APART.test(path) && !isListed(path))).toEqual([]);
  });

  test.each(Object.entries(EXPECTED))('%s: %s', async (path, expected) => {
    expect(inWords(await inspectFile(await fileSource(join(data, path))))).toBe(expected);
  });
});
