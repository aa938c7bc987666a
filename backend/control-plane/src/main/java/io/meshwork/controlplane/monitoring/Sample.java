package io.meshwork.controlplane.monitoring;

import java.time.Instant;

/** A metric's value over the 10 seconds that end at a moment. */
public record Sample(Instant at, double value) {}
