package io.meshwork.cli;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import io.meshwork.model.MeshException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tells one command's outcome in the formats that were asked for. A fault is told in them too, and
 * then goes on its way.
 */
final class Printer implements AutoCloseable {
  private final List<Sink> sinks;
  private final List<DocumentSet.Fault> faults = new ArrayList<>();
  private DocumentSet documents = DocumentSet.NONE;

  Printer(List<Sink> sinks) {
    this.sinks = List.copyOf(sinks);
  }

  /**
   * One format and where it goes.
   *
   * @param owned whether it is a file of its own
   * @param cases gathered for JUnit's, which is written as a whole
   */
  record Sink(Format format, PrintWriter out, boolean owned, JUnitXml cases) {}

  /** Where faults of documents are put while they are read. */
  List<DocumentSet.Fault> faults() {
    return faults;
  }

  /** Which documents the outcome comes from. */
  void about(DocumentSet set) {
    documents = set;
  }

  /** Whether a person reads along. */
  boolean isText() {
    return sinks.stream().anyMatch(sink -> sink.format() == Format.TEXT);
  }

  /** Works; what is refused is told too. */
  int guard(Callable<Integer> work) {
    try {
      return work.call();
    } catch (MeshException e) {
      sinks.forEach(sink -> refused(sink, e));
      throw e;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A word on the way, for people only. */
  void progress(String line) {
    for (Sink sink : sinks) {
      if (sink.format() == Format.TEXT) {
        sink.out().println(line);
        sink.out().flush();
      }
    }
  }

  /** Tells a plan to who reads along, who is told more later. */
  void before(PlanDocument plan) {
    sinks.stream().filter(sink -> sink.format() == Format.TEXT).forEach(sink -> plan(sink, plan));
  }

  void plan(PlanDocument plan) {
    sinks.forEach(sink -> plan(sink, plan));
  }

  private void plan(Sink sink, PlanDocument plan) {
    switch (sink.format()) {
      case TEXT -> PlanText.print(plan, sink.out());
      case JSON -> sink.out().println(MeshJson.pretty(plan));
      case JUNIT -> sink.cases().plan(plan);
      case MARKDOWN -> PlanMarkdown.print(plan, sink.out());
      case GITHUB -> new Annotations(sink.out(), documents).plan(plan);
    }
  }

  void deployment(DeploymentDocument deployment, @Nullable PlanDocument plan) {
    for (Sink sink : sinks) {
      switch (sink.format()) {
        case TEXT -> DeploymentText.print(deployment, plan, sink.out());
        case JSON -> sink.out().println(MeshJson.pretty(deployment));
        case JUNIT -> sink.cases().deployment(deployment, plan);
        case MARKDOWN -> PlanMarkdown.print(deployment, plan, sink.out());
        case GITHUB -> new Annotations(sink.out(), documents).deployment(deployment, plan);
      }
    }
  }

  /** What saving documents did. */
  void applied(JsonNode result) {
    for (Sink sink : sinks) {
      switch (sink.format()) {
        case TEXT -> ApplyCommand.print(result, sink.out());
        case JSON -> sink.out().println(MeshJson.pretty(result));
        case JUNIT -> sink.cases().applied(result);
        case MARKDOWN -> PlanMarkdown.applied(result, sink.out());
        case GITHUB -> new Annotations(sink.out(), documents).applied(result);
      }
    }
  }

  private void refused(Sink sink, MeshException e) {
    switch (sink.format()) {
      case TEXT, JSON -> {}
      case JUNIT -> sink.cases().refused(e);
      case MARKDOWN -> PlanMarkdown.refused(e, sink.out());
      case GITHUB -> new Annotations(sink.out(), documents).refused(e, faults);
    }
  }

  /** Ends what is read as a whole. */
  @Override
  public void close() {
    for (Sink sink : sinks) {
      if (sink.format() == Format.JUNIT) {
        sink.cases().print(sink.out());
      }
      sink.out().flush();
      if (sink.owned()) {
        sink.out().close();
      }
    }
  }
}
