package io.meshwork.model.catalog;

/** What a resource of one kind declares: the {@code spec} of its document. */
public sealed interface Spec
    permits ApplicationSpec,
        BrokerSpec,
        EventTypeSpec,
        PublicationSpec,
        RegionSpec,
        SubscriptionSpec,
        TeamSpec {}
