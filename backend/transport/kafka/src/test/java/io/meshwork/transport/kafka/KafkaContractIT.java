package io.meshwork.transport.kafka;

import io.meshwork.transport.tck.AccessControlTck;
import io.meshwork.transport.tck.AdoptionTck;
import io.meshwork.transport.tck.BlueprintTck;
import io.meshwork.transport.tck.BundlesTck;
import io.meshwork.transport.tck.CapabilityTck;
import io.meshwork.transport.tck.ClassesTck;
import io.meshwork.transport.tck.ConsumerLagTck;
import io.meshwork.transport.tck.CredentialsTck;
import io.meshwork.transport.tck.DeliveryTck;
import io.meshwork.transport.tck.DeployerTck;
import io.meshwork.transport.tck.DiscoveryTck;
import io.meshwork.transport.tck.HeadersTck;
import io.meshwork.transport.tck.LanesTck;
import io.meshwork.transport.tck.OrderTck;
import io.meshwork.transport.tck.PartitionsTck;
import io.meshwork.transport.tck.PositionsTck;
import io.meshwork.transport.tck.ReaderTck;
import io.meshwork.transport.tck.ReleaseTck;
import io.meshwork.transport.tck.SlotsTck;
import io.meshwork.transport.tck.TombstonesTck;
import io.meshwork.transport.tck.TrafficTck;
import io.meshwork.transport.tck.TransactionsTck;
import io.meshwork.transport.tck.TransportFixture;
import org.junit.jupiter.api.Nested;

/** The whole contract, against a real cluster. */
class KafkaContractIT {
  @Nested
  class Blueprint extends BlueprintTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Deployer extends DeployerTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Release extends ReleaseTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Traffic extends TrafficTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Discovery extends DiscoveryTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Adoption extends AdoptionTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Credentials extends CredentialsTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class AccessControl extends AccessControlTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Delivery extends DeliveryTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Headers extends HeadersTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Tombstones extends TombstonesTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Order extends OrderTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Partitions extends PartitionsTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Positions extends PositionsTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Transactions extends TransactionsTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Bundles extends BundlesTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Lanes extends LanesTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Classes extends ClassesTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Slots extends SlotsTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Reader extends ReaderTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class ConsumerLag extends ConsumerLagTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }

  @Nested
  class Capability extends CapabilityTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.shared();
    }
  }
}
