package io.meshwork.controlplane.monitoring;

import io.meshwork.api.ManifestLink;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.StartAt;
import java.util.List;
import java.util.Map;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** A mesh of one link. */
@TestConfiguration
class OneLink {
  static final LinkId LINK = new LinkId("orders@eu-to-us");

  @Bean
  LinkDirectory directoryOfOneLink() {
    ManifestLink link =
        new ManifestLink(
            LINK,
            ManifestLink.LinkKind.TRANSFER,
            new EventTypeName("orders"),
            new TeamName("shop"),
            null,
            new ManifestLink.End(new BrokerName("eu"), new ChannelAddress("orders"), 6),
            new ManifestLink.End(new BrokerName("us"), new ChannelAddress("orders.eu"), 6),
            DeliveryClass.AT_LEAST_ONCE,
            4,
            List.of(),
            new StartAt.Latest(),
            1 << 20,
            List.of(),
            null,
            null,
            null);
    return () -> Map.of(LINK, new LinkDirectory.Placed(link, new RegionName("eu")));
  }
}
