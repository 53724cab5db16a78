#!/bin/sh
# success, running or failed: what became of a job, for Snakemake. Asks the controller, and where it has forgotten the job, the accounting.
if answer=$(scontrol show job --oneliner "$1" 2>&1); then
    state=$(printf '%s\n' "$answer" | sed -n 's/.* JobState=\([A-Z_]*\).*/\1/p')
else
    case $answer in
    *"Invalid job id"*) state=$(sacct --noheader --parsable2 --allocations --format=State --jobs="$1" 2>/dev/null | head -n 1) ;;
    *) state=UNKNOWN ;; # the controller does not answer: it is asked again
    esac
fi
case $state in
COMPLETED) echo success ;;
PENDING | RUNNING | CONFIGURING | COMPLETING | SUSPENDED | STOPPED | REQUEUED | REQUEUE_HOLD | RESIZING | SIGNALING | STAGE_OUT | UNKNOWN) echo running ;;
*) echo failed ;;
esac
