package io.meshwork.transport.spi;

/**
 * How much a source may hold in memory.
 *
 * @param maxEvents the most events of one batch
 * @param maxBytes the most bytes of one batch in the form in which it is handed out, and fetched
 *     ahead; one larger event passes alone
 */
public record SourceLimits(int maxEvents, long maxBytes) {}
