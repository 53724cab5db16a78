/** Mean radius of the Earth (IUGG), km. */
const RADIUS_KM = 6371.0088;
const DEGREE = Math.PI / 180;

/** A place in degrees: latitude −90 … 90, longitude −180 … 180. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * Distance of two places over the surface of a sphere, km: 2R·asin √(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)), exact for near and for opposite places to
 * rounding. Off by up to 0.5 % from the ellipsoid. NaN where a place is not known. Source: Sinnott 1984, Sky and Telescope 68: 158 (haversine).
 */
export function greatCircleKm(a: Place, b: Place): number {
  const half = (degrees: number) => Math.sin((degrees * DEGREE) / 2) ** 2;
  const across = Math.cos(a.latitude * DEGREE) * Math.cos(b.latitude * DEGREE) * half(b.longitude - a.longitude);
  return 2 * RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, half(b.latitude - a.latitude) + across)));
}

/**
 * The mean of places: of their directions from the centre of the Earth, so that the date line is no border. NaN of none, and of places that cancel out.
 */
export function meanPlace(places: readonly Place[]): Place {
  let [x, y, z] = [0, 0, 0];
  for (const { latitude, longitude } of places) {
    const [phi, lambda] = [latitude * DEGREE, longitude * DEGREE];
    x += Math.cos(phi) * Math.cos(lambda);
    y += Math.cos(phi) * Math.sin(lambda);
    z += Math.sin(phi);
  }
  const length = Math.hypot(x, y, z);
  if (!(length > 1e-9 * places.length)) return { latitude: Number.NaN, longitude: Number.NaN };
  return { latitude: Math.asin(z / length) / DEGREE, longitude: Math.atan2(y, x) / DEGREE };
}
