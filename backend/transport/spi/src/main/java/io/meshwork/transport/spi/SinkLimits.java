package io.meshwork.transport.spi;

/** What one write may hold. */
public record SinkLimits(
    int maxEvents, long maxBatchBytes, long maxEventBytes, long maxHeaderBytes) {}
