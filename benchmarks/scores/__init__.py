"""What benchmarks of viscodex-nano score its replies with."""
