/** Where the Genomic Data Commons answers. */
export const GDC_API = 'https://api.gdc.cancer.gov';
