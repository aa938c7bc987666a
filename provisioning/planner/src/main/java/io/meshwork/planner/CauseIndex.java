package io.meshwork.planner;

import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The resources of one broker by the catalog's entries that ask for them. */
final class CauseIndex {
  private final Map<Name, List<ResourceId>> caused = new HashMap<>();
  private final Map<EventTypeName, List<ResourceId>> shaped = new HashMap<>();
  private final Map<Name, List<ResourceId>> own = new HashMap<>();
  private final Map<Tree, List<Reading>> readings = new HashMap<>();
  private final Map<Tree, List<ResourceId>> publishing = new HashMap<>();
  private final Map<Tree, Set<Name>> entries = new HashMap<>();

  CauseIndex(Needs needs, Rendering rendering) {
    rendering.needs().forEach(this::add);
    for (Need need : needs.needs()) {
      if (need instanceof Need.Channel channel && channel.id() instanceof ChannelId.Entry entry) {
        entries.put(new Tree(entry.eventType(), needs.broker()), channel.causes());
      }
    }
  }

  /**
   * What lets a subscription read from a tree.
   *
   * @param alone whether nobody else asks for it
   */
  record Reading(ResourceId id, Need.Read need, boolean alone) {}

  private void add(ResourceId id, Set<Need> needs) {
    for (Need need : needs) {
      need.causes().forEach(cause -> put(caused, cause, id));
      EventTypeName type = shaper(need);
      if (type == null) {
        need.causes().forEach(cause -> put(own, cause, id));
      } else {
        put(shaped, type, id);
      }
      if (need instanceof Need.Read read) {
        Tree tree = Tree.of(read.channel());
        if (tree != null) {
          put(readings, tree, new Reading(id, read, needs.size() == 1));
        }
      }
      Tree published = published(need);
      if (published != null) {
        put(publishing, published, id);
      }
    }
  }

  private static <K, V> void put(Map<K, List<V>> map, K key, V value) {
    map.computeIfAbsent(key, ignored -> new ArrayList<>(1)).add(value);
  }

  /** The event type whose shape a channel has; {@code null}: its shape is its causes' own. */
  private static @Nullable EventTypeName shaper(Need need) {
    Tree tree = need instanceof Need.Channel channel ? Tree.of(channel.id()) : null;
    return tree == null ? null : tree.eventType();
  }

  /** The catalog's entries that a resource's shape follows from. */
  static Collection<? extends Name> shapers(Need need) {
    EventTypeName type = shaper(need);
    return type == null ? need.causes() : List.of(type);
  }

  private static @Nullable Tree published(Need need) {
    return switch (need) {
      case Need.Publish publish -> Tree.of(publish.channel());
      case Need.Channel channel ->
          channel.id() instanceof ChannelId.Entry ? Tree.of(channel.id()) : null;
      case Need.Read ignored -> null;
      case Need.Slots ignored -> null;
    };
  }

  /** What anybody in a scope asks for. */
  List<ResourceId> caused(ScopeView scope) {
    return scope.select(caused);
  }

  /** What has a shape that anybody in a scope decides. */
  List<ResourceId> shaped(ScopeView scope) {
    List<ResourceId> ids = new ArrayList<>(scope.select(shaped));
    ids.addAll(scope.select(own));
    return ids;
  }

  /** What lets subscriptions read, by tree. */
  Map<Tree, List<Reading>> readings() {
    return readings;
  }

  /** The entry channels here and who may write them, by tree. */
  Map<Tree, List<ResourceId>> publishing() {
    return publishing;
  }

  /** The publications that feed each tree that begins here. */
  Map<Tree, Set<Name>> entries() {
    return entries;
  }
}
