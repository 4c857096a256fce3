package org.adclicks.query.service;

import com.linecorp.armeria.common.FlagsProvider;

/** What the HTTP server has to be told before it starts. Found by its name on the class path. */
public final class ServiceFlags implements FlagsProvider {

  @Override
  public int priority() {
    return 1;
  }

  /** An ad's id may be {@code ..}; a query is no path, so nothing is reached by it. */
  @Override
  public Boolean allowDoubleDotsInQueryString() {
    return true;
  }

  /** Likewise {@code shoe;red}: without what is behind the sign it would be another ad. */
  @Override
  public Boolean allowSemicolonInPathComponent() {
    return true;
  }
}
