#!/usr/bin/env bash
# A throw-away Slurm cluster of two nodes on loopback, as root and without systemd, all of its state in the folder $B.
#   cluster.sh up      start it, and print the line that makes Slurm's commands find it
#   cluster.sh down    stop what up has started, by pid
#   cluster.sh slurmctld | slurmd NODE    start one daemon again
set -euo pipefail
B=${B:?set B to an empty folder, by its absolute path}
export SLURM_CONF=$B/etc/slurm.conf

write_configuration() {
  local host; host=$(hostname -s)
  cat > "$SLURM_CONF" <<CONF
ClusterName=qntk
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$B/munge.sock,cred_expire=10
CredType=cred/munge
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation=$B/ctld
SlurmdSpoolDir=$B/spool/%n
SlurmctldPidFile=$B/pids/slurmctld
SlurmdPidFile=$B/pids/slurmd-%n
SlurmctldLogFile=$B/log/slurmctld.log
SlurmdLogFile=$B/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/linux
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,sched_interval=5,bf_interval=2
PriorityType=priority/basic
ReturnToService=2
KillWait=5
InactiveLimit=0
MinJobAge=600
SlurmdTimeout=30
SlurmctldTimeout=30
MessageTimeout=20
MaxArraySize=1001
MaxJobCount=10000
JobRequeue=1
AccountingStorageType=accounting_storage/none
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=17001 CPUs=2 Boards=1 SocketsPerBoard=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=4000 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=17002 CPUs=2 Boards=1 SocketsPerBoard=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=4000 State=UNKNOWN
PartitionName=main Nodes=n[1-2] Default=YES MaxTime=INFINITE DefMemPerCPU=500 State=UP
CONF
  printf 'CgroupPlugin=cgroup/v1\nCgroupAutomount=no\nConstrainCores=no\nConstrainRAMSpace=no\n' > "$B/etc/cgroup.conf"
}

case $1 in
up)
  mkdir -p "$B"/{etc,log,pids,munge,ctld,spool/n1,spool/n2}
  chmod 700 "$B/munge"
  head -c 128 /dev/urandom > "$B/munge/key"
  chmod 400 "$B/munge/key"
  munged --force --num-threads=2 --key-file="$B/munge/key" --socket="$B/munge.sock" --pid-file="$B/munge/munged.pid" \
    --log-file="$B/munge/munged.log" --seed-file="$B/munge/seed" 2>> "$B/log/munged.err"
  cp "$B/munge/munged.pid" "$B/pids/munged"
  write_configuration
  slurmctld
  slurmd -N n1
  slurmd -N n2
  for _ in $(seq 1 150); do
    [ "$(timeout 5 sinfo -h -N -t idle -o %N 2>/dev/null | sort -u | wc -l)" = 2 ] && break
    sleep 0.2
  done
  echo "export SLURM_CONF=$SLURM_CONF"
  ;;
slurmctld) slurmctld ;;
slurmd) slurmd -N "$2" ;;
down)
  for file in "$B"/pids/slurmd-* "$B"/pids/slurmctld "$B"/pids/munged; do
    [ -s "$file" ] || continue
    pid=$(cat "$file")
    kill "$pid" 2>/dev/null || true
    for _ in $(seq 1 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2>/dev/null || true
  done
  ;;
*) echo "cluster.sh up | down | slurmctld | slurmd NODE" >&2; exit 2 ;;
esac
