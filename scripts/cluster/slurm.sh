#!/usr/bin/env bash
# A real Slurm on loopback for tests: one slurmctld and two slurmd (node1, node2; one core each), no accounting, no systemd.
# Everything it writes lies under DIR, and it stops only what it started. Needs root, munge and slurm-wlm (Debian).
#   slurm.sh start DIR           then: export SLURM_CONF=DIR/slurm.conf
#   slurm.sh vanish DIR node1    the node and what runs on it are gone, as if its power had failed
#   slurm.sh crash DIR node1     its slurmd alone is gone; jobs run on
#   slurm.sh strike DIR node1    the steps on it are gone, as if memory had run out
#   slurm.sh revive DIR node1    its slurmd is started again
#   slurm.sh stop DIR
set -euo pipefail

verb=${1:?a verb} dir=$(realpath -m "${2:?a folder}")

free_ports() { # COUNT: ports that nobody listens on
  node -e '
    const { createServer } = require("node:net");
    const servers = Array.from({ length: +process.argv[1] }, () => createServer().listen(0, "127.0.0.1"));
    Promise.all(servers.map((s) => new Promise((done) => s.on("listening", done)))).then(() => {
      console.log(servers.map((s) => s.address().port).join(" "));
      for (const s of servers) s.close();
    });' "$1"
}

configure() {
  local ports
  read -r -a ports <<<"$(free_ports 3)"
  mkdir -p "$dir"/{state,spool1,spool2,log,pid}
  chmod 755 "$dir"
  head -c 1024 /dev/urandom >"$dir/munge.key"
  chmod 400 "$dir/munge.key"
  cat >"$dir/slurm.conf" <<CONF
ClusterName=loopback
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/munge.socket
CredType=cred/munge
SlurmctldPort=${ports[0]}
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool-%n
SlurmctldPidFile=$dir/pid/slurmctld
SlurmdPidFile=$dir/pid/slurmd-%n
SlurmctldLogFile=$dir/log/slurmctld
SlurmdLogFile=$dir/log/slurmd-%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
MpiDefault=none
SwitchType=switch/none
# A node that vanished is given up after ten seconds, and its jobs are not run again by themselves: that is what the tests look at.
SlurmdTimeout=10
JobRequeue=0
KillWait=2
ReturnToService=2
MinJobAge=300
NodeName=node1 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=${ports[1]} CPUs=1 RealMemory=4000
NodeName=node2 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=${ports[2]} CPUs=1 RealMemory=4000
PartitionName=main Nodes=node1,node2 Default=YES MaxTime=INFINITE State=UP
CONF
}

# started NAME COMMAND...: in the background, away from this terminal; its process id goes to DIR/NAME.id.
started() {
  local name=$1
  shift
  setsid "$@" >"$dir/log/$name.out" 2>&1 </dev/null &
  echo $! >"$dir/$name.id"
}

start() {
  configure
  started munged munged --foreground --force --key-file="$dir/munge.key" --socket="$dir/munge.socket" \
    --pid-file="$dir/pid/munged" --log-file="$dir/log/munged" --seed-file="$dir/munge.seed"
  for _ in {1..50}; do [[ -S $dir/munge.socket ]] && break || sleep 0.1; done
  export SLURM_CONF=$dir/slurm.conf
  started slurmctld slurmctld -D -f "$SLURM_CONF"
  revive node1
  revive node2
  for _ in {1..150}; do
    if [[ $(sinfo -h -N -o %t 2>/dev/null | sort | uniq -c | tr -s ' ') == ' 2 idle' ]]; then return; fi
    sleep 0.1
  done
  printf 'slurm.sh: the nodes did not come up in 15 s:\n' >&2
  sinfo >&2 || true
  tail -n 20 "$dir"/log/* >&2
  stop
  exit 1
}

# The process that was started under this name, if it still runs: an id may have been given to another since.
kill_one() {
  local name=$1 signal=$2 id
  [[ -f $dir/$name.id ]] || return 0
  id=$(<"$dir/$name.id")
  if { tr '\0' ' ' <"/proc/$id/cmdline"; } 2>/dev/null | grep -qF "$dir"; then kill "-$signal" "$id" 2>/dev/null || true; fi
}

# steps_on NODE: processes of jobs that run on the node.
steps_on() {
  local node=$1 process environment
  for process in /proc/[0-9]*; do
    environment=$({ tr '\0' '\n' <"$process/environ"; } 2>/dev/null || true)
    if grep -qxF "SLURMD_NODENAME=$node" <<<"$environment" && grep -qF "$dir" <<<"$environment"; then
      echo "${process##*/}"
    fi
  done
}

# keepers_of PROCESS...: their slurmstepd, which would tell the controller how they ended.
keepers_of() {
  local process parent
  for process in "$@"; do
    parent=$(awk '$1 == "PPid:" { print $2 }' "/proc/$process/status" 2>/dev/null) || continue
    if [[ $(cat "/proc/$parent/comm" 2>/dev/null) == slurmstepd* ]]; then echo "$parent"; fi
  done
}

vanish() {
  local -a steps keepers
  kill_one "$1" KILL
  mapfile -t steps < <(steps_on "$1")
  mapfile -t keepers < <(keepers_of "${steps[@]}")
  killed "${keepers[@]}" "${steps[@]}"
}

strike() {
  local -a steps
  mapfile -t steps < <(steps_on "$1")
  killed "${steps[@]}"
}

killed() {
  local process
  for process in "$@"; do kill -KILL "$process" 2>/dev/null || true; done
}

revive() {
  export SLURM_CONF=$dir/slurm.conf
  started "$1" slurmd -D -f "$SLURM_CONF" -N "$1"
}

stop() {
  local name
  SLURM_CONF=$dir/slurm.conf timeout 5 scancel --quiet --full --user=root 2>/dev/null || true
  for name in node1 node2 slurmctld munged; do kill_one $name TERM; done
  for _ in {1..30}; do
    local left=0
    for name in node1 node2 slurmctld munged; do
      [[ -f $dir/$name.id && -d /proc/$(<"$dir/$name.id") ]] && left=1
    done
    ((left == 0)) && return
    sleep 0.1
  done
  for name in node1 node2 slurmctld munged; do kill_one $name KILL; done
}

case $verb in
  start | stop) "$verb" ;;
  vanish | strike | revive) "$verb" "${3:?a node}" ;;
  crash) kill_one "${3:?a node}" KILL ;;
  *) printf 'slurm.sh: start, vanish, crash, strike, revive or stop, got %s\n' "$verb" >&2; exit 2 ;;
esac
