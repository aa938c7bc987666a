package io.meshwork.api;

import io.meshwork.model.Name;
import io.meshwork.model.catalog.Metadata;
import io.meshwork.model.catalog.Spec;

/** A resource read from a document: checked, complete, not yet stored. */
public record ResourceSpec(Kind kind, Name name, Metadata metadata, Spec spec) {}
