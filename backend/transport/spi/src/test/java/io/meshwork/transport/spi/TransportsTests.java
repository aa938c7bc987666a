package io.meshwork.transport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.ErrorType;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.TransportName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.pattern.EventPattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TransportsTests {
  @Test
  void findsATransportByName() {
    Transport one = new Silent("one");
    Transports transports = new Transports(List.of(new Silent("two"), one));

    assertThat(transports.get(new TransportName("one"))).isSameAs(one);
    assertThat(transports.all())
        .extracting(each -> each.name().value())
        .containsExactly("one", "two");
  }

  @Test
  void namesThoseThatAreInstalled() {
    Transports transports = new Transports(List.of(new Silent("one")));

    MeshException thrown =
        catchThrowableOfType(MeshException.class, () -> transports.get(new TransportName("other")));

    assertThat(thrown.code()).isEqualTo(TransportError.UNKNOWN_TRANSPORT);
    assertThat(thrown.text()).contains("other").contains("one");
  }

  @Test
  void refusesTwoOfOneName() {
    assertThatThrownBy(() -> new Transports(List.of(new Silent("one"), new Silent("one"))))
        .hasMessageContaining("one");
  }

  @Test
  void findsNoneWhereNoneIsInstalled() {
    assertThat(Transports.installed().all()).isEmpty();
  }

  @Test
  void knowsNoPrincipalsUnlessATransportSaysSo() {
    MeshException thrown =
        catchThrowableOfType(
            MeshException.class,
            () -> new Silent("one").forPrincipal(new Settings(Map.of()), "p", "env:S"));

    assertThat(thrown.code()).isEqualTo(TransportError.NOT_SUPPORTED);
    assertThat(
            new Silent("one")
                .blueprint(new Settings(Map.of()))
                .isAccessRule(new ResourceId("acl", "a")))
        .isFalse();
  }

  @Test
  void saysWhoCanMendEachError() {
    assertThat(TransportError.BROKER_UNREACHABLE.type()).isEqualTo(ErrorType.EXTERNAL);
    assertThat(TransportError.THROTTLED.type()).isEqualTo(ErrorType.CAPACITY);
    assertThat(TransportError.NOT_SUPPORTED.type()).isEqualTo(ErrorType.USER);
  }

  @Test
  void sharesNoCollectionWithWhoMadeIt() {
    SourcePartition partition = new SourcePartition(new ChannelAddress("a"), 0);
    Map<SourcePartition, Position> through = new HashMap<>();
    Batch batch = Batch.of(List.of(), through, List.of());
    Set<Name> causes = new HashSet<>(Set.of(new EventTypeName("a")));
    Need.Slots need = new Need.Slots(SlotGroupFixture.GROUP, causes);
    List<Need> list = new ArrayList<>(List.of(need));
    Needs needs = new Needs(SlotGroupFixture.GROUP.target(), list);

    through.put(partition, new Position("1"));
    causes.clear();
    list.clear();

    assertThat(batch).isEqualTo(Batch.empty());
    assertThat(need.causes()).hasSize(1);
    assertThat(needs.needs()).containsExactly(need);
    assertThat(new LimitBroken("l", "m", Set.of(need)).needs()).containsExactly(need);
  }

  @Test
  void keepsTheAttributesOfAResourceInOrder() {
    Resource resource =
        Resource.of("topic", "a", Map.of("z", "1", "a", "2"), new ResourceId("x", "y"));

    assertThat(resource.attributes().firstKey()).isEqualTo("a");
    assertThat(resource.dependsOn()).containsExactly(new ResourceId("x", "y"));
    assertThatThrownBy(() -> resource.attributes().put("b", "3"))
        .isInstanceOf(UnsupportedOperationException.class);
    ObservedResource there =
        new ObservedResource(
            resource,
            new Identity("id-1"),
            new Ownership.Other(new InstallationId(new UUID(0, 1))),
            List.of());
    Map<ResourceId, ObservedResource> found = new HashMap<>(Map.of(resource.id(), there));
    Observation observation = new Observation(Instant.EPOCH, found);
    found.clear();
    assertThat(observation.resources()).containsEntry(resource.id(), there);
    assertThat(there.identity().toString()).isEqualTo("id-1");
    Rendering rendering = new Rendering(List.of(resource), Map.of(), List.of(), List.of());
    assertThat(rendering.resources()).containsExactly(resource);
  }

  @Test
  void tellsWhichResourceAnOperationIsAbout() {
    Resource resource = Resource.of("topic", "a", Map.of());
    Identity identity = new Identity("1");

    assertThat(
            List.of(
                new Operation.Create(resource),
                new Operation.Change(resource, resource, identity),
                new Operation.Delete(resource.id(), identity),
                new Operation.Adopt(resource.id(), identity)))
        .allSatisfy(operation -> assertThat(operation.id()).isEqualTo(resource.id()));
  }

  @Test
  void copiesTheTargetsOfACrossing() {
    SourcePartition partition = new SourcePartition(new ChannelAddress("a"), 0);
    Position position = new Position("1");
    List<Crossing.TargetRange> targets =
        new ArrayList<>(List.of(new Crossing.TargetRange(partition, position, position)));
    Crossing crossing =
        new Crossing(
            new LinkId("l"),
            partition,
            position,
            position,
            1,
            0,
            0,
            Digest.NONE,
            Digest.NONE,
            targets,
            Instant.EPOCH);
    targets.clear();

    assertThat(crossing.targets()).hasSize(1);
    assertThat(position.toString()).isEqualTo("1");
  }

  @Test
  void copiesTheSettingsOfAnEndpointKind() {
    List<Setting> settings = new ArrayList<>();
    EndpointKind kind = new EndpointKind("queue", "Queue", settings);
    settings.add(new Setting("s", "S", "Help.", Setting.Kind.TEXT, List.of(), null, false));

    assertThat(kind.settings()).isEmpty();
  }

  /** A group for whoever needs any. */
  private static final class SlotGroupFixture {
    private static final SlotGroup GROUP =
        new SlotGroup(
            new io.meshwork.model.BrokerName("a"),
            new io.meshwork.model.BrokerName("b"),
            DeliveryClass.AT_LEAST_ONCE,
            new RegionName("us"),
            4);
  }

  /** Has a name and nothing else. */
  private record Silent(TransportName name) implements Transport {
    private Silent(String name) {
      this(new TransportName(name));
    }

    @Override
    public String label() {
      return name.value();
    }

    @Override
    public List<Setting> settings() {
      return List.of();
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of();
    }

    @Override
    public List<EndpointKind> endpointKinds() {
      return List.of();
    }

    @Override
    public Blueprint blueprint(Settings settings) {
      return new EmptyBlueprint();
    }

    @Override
    public Deployer deployer(BrokerAccess access) {
      throw new UnsupportedOperationException();
    }

    @Override
    public EventSource source(BrokerAccess access, SourceLimits limits) {
      throw new UnsupportedOperationException();
    }

    @Override
    public EventSink sink(BrokerAccess access) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SlotLease slots(BrokerAccess access, SlotGroup group, SlotListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SlotSink slotSink(BrokerAccess access, SlotWriter writer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Reader reader(BrokerAccess access) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class EmptyBlueprint implements Blueprint {
    @Override
    public ChannelAddress address(ChannelId channel) {
      return new ChannelAddress("a");
    }

    @Override
    public Rendering render(Needs needs) {
      return new Rendering(List.of(), Map.of(), List.of(), List.of());
    }

    @Override
    public Change change(Resource from, Resource to) {
      return new Change.Nothing();
    }

    @Override
    public PushDown pushDown(EventPattern pattern) {
      return PushDown.NONE;
    }
  }
}
