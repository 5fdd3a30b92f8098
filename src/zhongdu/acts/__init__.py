"""The act kernel: declare, authorise, run, describe."""
