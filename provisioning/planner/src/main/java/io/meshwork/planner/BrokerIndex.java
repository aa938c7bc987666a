package io.meshwork.planner;

import io.meshwork.model.ChannelId;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.SlotGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The resources of one broker by place and by what they are for. */
final class BrokerIndex {
  private final List<Resource> resources;
  private final Map<ResourceId, Integer> places;
  private final Map<ChannelId, List<ResourceId>> channels = new HashMap<>();
  private final Map<SlotGroup, List<ResourceId>> groups = new HashMap<>();

  BrokerIndex(Rendering rendering) {
    resources = rendering.resources();
    places = HashMap.newHashMap(resources.size());
    for (Resource resource : resources) {
      places.put(resource.id(), places.size());
    }
    rendering.needs().forEach(this::add);
  }

  private void add(ResourceId id, Set<Need> needs) {
    for (Need need : needs) {
      switch (need) {
        case Need.Channel channel -> put(channels, channel.id(), id);
        case Need.Slots slots -> put(groups, slots.group(), id);
        case Need.Publish ignored -> {}
        case Need.Read ignored -> {}
      }
    }
  }

  private static <K> void put(Map<K, List<ResourceId>> map, K key, ResourceId id) {
    map.computeIfAbsent(key, ignored -> new ArrayList<>(1)).add(id);
  }

  boolean holds(ResourceId id) {
    return places.containsKey(id);
  }

  @Nullable Resource resource(ResourceId id) {
    Integer place = places.get(id);
    return place == null ? null : resources.get(place);
  }

  /** What makes up a channel. */
  List<ResourceId> ofChannel(ChannelId channel) {
    return channels.getOrDefault(channel, List.of());
  }

  /** What relays keep their place in. */
  List<ResourceId> ofGroup(SlotGroup group) {
    return groups.getOrDefault(group, List.of());
  }

  /** Those of these that are desired, dependencies before dependants. */
  List<Resource> inOrder(Collection<ResourceId> ids) {
    return ids.stream()
        .map(places::get)
        .filter(place -> place != null)
        .sorted()
        .map(resources::get)
        .toList();
  }
}
