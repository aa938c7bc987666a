package io.meshwork.benchmarks.relay;

/**
 * What one mover did between two marks.
 *
 * @param events that became readable at the target
 * @param seconds by the clock
 * @param moverCpu processor seconds of the moving process
 * @param sourceCpu the same of the source broker
 * @param targetCpu the same of the target broker
 * @param peakMegabytes the most resident memory of the moving process
 */
record Run(
    double events,
    double seconds,
    double moverCpu,
    double sourceCpu,
    double targetCpu,
    double peakMegabytes) {
  private static final double MILLION = 1e6;

  /**
   * Between two marks.
   *
   * @param share how many events an offset at the target stands for: the marks of transactions take
   *     offsets too
   */
  static Run between(Mark first, Mark last, double share, double peakMegabytes) {
    return new Run(
        (last.offsets() - first.offsets()) * share,
        (last.nanos() - first.nanos()) / 1e9,
        last.mover() - first.mover(),
        last.source() - first.source(),
        last.target() - first.target(),
        peakMegabytes);
  }

  /** Both one after the other: what was counted adds up, the higher peak is the peak. */
  Run and(Run other) {
    return new Run(
        events + other.events,
        seconds + other.seconds,
        moverCpu + other.moverCpu,
        sourceCpu + other.sourceCpu,
        targetCpu + other.targetCpu,
        Math.max(peakMegabytes, other.peakMegabytes));
  }

  double eventsASecond() {
    return events / seconds;
  }

  double megabytesASecond(int eventBytes) {
    return eventsASecond() * eventBytes / MILLION;
  }

  double cpuAMillion() {
    return moverCpu * MILLION / events;
  }

  double brokersCpuAMillion() {
    return (sourceCpu + targetCpu) * MILLION / events;
  }

  /** This against another. */
  Ratio against(Run other) {
    return new Ratio(
        eventsASecond() / other.eventsASecond(),
        cpuAMillion() / other.cpuAMillion(),
        peakMegabytes / other.peakMegabytes);
  }

  /** How many times another's events a second, processor time an event, and memory. */
  record Ratio(double rate, double cpu, double memory) {}
}
