package io.meshwork.transport.spi;

import io.meshwork.model.LinkId;

/** One source partition as one link reads it. */
public record LinkPartition(LinkId link, SourcePartition partition) {}
