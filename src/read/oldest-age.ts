/** In the United States ages above 89 count as identifying (45 CFR 164.514); they are given as this. */
export const OLDEST_AGE = 90;
