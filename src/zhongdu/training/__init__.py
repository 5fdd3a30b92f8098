"""Training of supervisors: courses with material, short tests drawn from a bank of questions, certificates that verify."""
