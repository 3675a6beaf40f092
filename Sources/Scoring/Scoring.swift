/// Awaits its owner.
