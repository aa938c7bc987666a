package io.meshwork.deployment.plan;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.TransportError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Lets one fault happen at the n-th operation that reaches any deployer, and counts them. */
final class Doom {
  private final Fault fault;
  private final int at;
  private int seen;
  private boolean happened;
  private boolean away;

  Doom(Fault fault, int at) {
    this.fault = fault;
    this.at = at;
  }

  /** Nothing happens. */
  static Doom none() {
    return new Doom(Fault.FAILS, Integer.MAX_VALUE);
  }

  boolean hasHappened() {
    return happened;
  }

  /** Brokers answer again. */
  void end() {
    away = false;
    happened = true;
  }

  Deployer over(Deployer deployer) {
    return new Doomed(deployer);
  }

  private List<Outcome> execute(Deployer deployer, List<Operation> operations) {
    if (away) {
      throw unreachable();
    }
    int first = seen + 1;
    int place = at - first;
    if (happened || place < 0 || place >= operations.size()) {
      seen += operations.size();
      return deployer.execute(operations);
    }
    happened = true;
    seen = at;
    return strike(deployer, operations, place);
  }

  private List<Outcome> strike(Deployer deployer, List<Operation> operations, int place) {
    List<Operation> before = operations.subList(0, place);
    List<Operation> with = operations.subList(0, place + 1);
    switch (fault) {
      case KILLED_BEFORE -> {
        some(deployer, before);
        throw new Killed();
      }
      case KILLED_AFTER -> {
        some(deployer, with);
        throw new Killed();
      }
      case FAILS -> throw unreachable();
      case TORN -> {
        some(deployer, with);
        throw unreachable();
      }
      case HANGS -> {
        hang();
        throw unreachable();
      }
      case LOSES_ANSWER -> {
        deployer.execute(operations);
        throw unreachable();
      }
      case GOES_AWAY -> {
        some(deployer, before);
        away = true;
        throw unreachable();
      }
    }
    throw new AssertionError(fault);
  }

  private static void some(Deployer deployer, List<Operation> operations) {
    if (!operations.isEmpty()) {
      deployer.execute(new ArrayList<>(operations));
    }
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static MeshException unreachable() {
    return new MeshException(TransportError.BROKER_UNREACHABLE, "The broker hung up, as asked.");
  }

  /** The process is gone. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private final class Doomed implements Deployer {
    private final Deployer deployer;

    Doomed(Deployer deployer) {
      this.deployer = deployer;
    }

    @Override
    public Observation observe(Set<ResourceId> asked) {
      return deployer.observe(asked);
    }

    @Override
    public List<Outcome> execute(List<Operation> operations) {
      return Doom.this.execute(deployer, operations);
    }

    @Override
    public Credential makeCredential(String principal) {
      return deployer.makeCredential(principal);
    }

    @Override
    public void probe() {
      deployer.probe();
    }

    @Override
    public void close() {
      deployer.close();
    }
  }
}
