/** What a Slurm on loopback is made of. */
export const SLURM: readonly string[];
export const NODES: readonly Node[];
export type Node = 'node1' | 'node2';

/** Which of the programs are not on this machine, or why else there can be no Slurm on it. */
export function missing(programs: readonly string[]): string[];

export interface Loopback {
  /** What waits or runs, as text. */
  queue(): string;
  /** Whether a job runs on the node. */
  busy(node: Node): boolean;
  /** Whether both nodes are up, with nothing to do. */
  idle(): boolean;
  /** The node vanishes, with what runs on it. */
  vanish(node: Node): void;
  /** Its slurmd alone is killed; what runs on it goes on. */
  crash(node: Node): void;
  /** What runs on it is killed; its slurmd sees it. */
  strike(node: Node): void;
  /** Its slurmd is started again. */
  revive(node: Node): void;
  /** So does the end of this process, unless a signal ends it. */
  stop(): void;
}

/** A controller and two nodes of one core on this machine. Sets SLURM_CONF of this process. */
export function startLoopback(): Loopback;
