//! For tests only: a clock moved by hand, builders, and fake networks with faults.
