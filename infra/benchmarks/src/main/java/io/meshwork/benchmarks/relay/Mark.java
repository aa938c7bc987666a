package io.meshwork.benchmarks.relay;

/**
 * What was read at one moment.
 *
 * @param nanos of this machine's clock
 * @param offsets that the target gives readers of committed records, all partitions together
 * @param mover processor seconds of the moving process so far
 * @param source the same of the source broker
 * @param target the same of the target broker
 */
record Mark(long nanos, long offsets, double mover, double source, double target) {}
