package io.meshwork.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.tck.BlueprintTck;
import io.meshwork.transport.tck.CapabilityTck;
import io.meshwork.transport.tck.DeliveryTck;
import io.meshwork.transport.tck.DeployerTck;
import io.meshwork.transport.tck.ReaderTck;
import io.meshwork.transport.tck.Refusals;
import io.meshwork.transport.tck.ReleaseTck;
import io.meshwork.transport.tck.TransportFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of a transport that can do nothing but carry events. */
class BareMemoryContractTests {
  @ParameterizedTest
  @EnumSource
  void refusesWhatItLacks(Capability missing) {
    MemoryFixture fixture = new MemoryFixture(missing);

    Refusals.assertRefused(fixture, missing);

    assertThat(fixture.transport().name()).isNotEqualTo(new MemoryTransport().name());
  }

  @Nested
  class Blueprint extends BlueprintTck {
    @Override
    protected TransportFixture fixture() {
      return new MemoryFixture(Capability.values());
    }
  }

  @Nested
  class Deployer extends DeployerTck {
    @Override
    protected TransportFixture fixture() {
      return new MemoryFixture(Capability.values());
    }
  }

  @Nested
  class Release extends ReleaseTck {
    @Override
    protected TransportFixture fixture() {
      return new MemoryFixture(Capability.values());
    }
  }

  @Nested
  class Delivery extends DeliveryTck {
    @Override
    protected TransportFixture fixture() {
      return new MemoryFixture(Capability.values());
    }
  }

  @Nested
  class Reader extends ReaderTck {
    @Override
    protected TransportFixture fixture() {
      return new MemoryFixture(Capability.values());
    }
  }

  @Nested
  class Capabilities extends CapabilityTck {
    @Override
    protected TransportFixture fixture() {
      return new MemoryFixture(Capability.values());
    }
  }
}
