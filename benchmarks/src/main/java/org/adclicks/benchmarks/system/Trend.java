package org.adclicks.benchmarks.system;

/** The straight line nearest to points in time, by least squares. Mutable. */
final class Trend {

  private long count;
  private double meanX;
  private double meanY;
  private double varianceX;
  private double covariance;

  void add(double x, double y) {
    count++;
    double distance = x - meanX;
    meanX += distance / count;
    varianceX += distance * (x - meanX);
    covariance += distance * (y - meanY) * (count - 1) / count;
    meanY += (y - meanY) / count;
  }

  long count() {
    return count;
  }

  double mean() {
    return meanY;
  }

  /** By how much y grows when x grows by one; 0 if that cannot be told. */
  double slope() {
    return varianceX == 0 ? 0 : covariance / varianceX;
  }
}
