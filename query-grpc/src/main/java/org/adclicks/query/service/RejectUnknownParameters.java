package org.adclicks.query.service;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.List;
import java.util.Map;
import org.adclicks.query.question.InvalidRequestException;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.ListClicksPerMinuteRequest;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListPopularAdsRequest;
import org.jspecify.annotations.Nullable;

/**
 * Turns away REST questions with a parameter nobody knows, given twice, or not what is meant there,
 * a number or true and false: {@code form=} for {@code from=} would otherwise be answered as if it
 * were not there.
 */
final class RejectUnknownParameters extends SimpleDecoratingHttpService {

  private static final Map<String, Descriptor> REQUESTS =
      Map.of(
          "aggregated_count", GetAggregatedCountRequest.getDescriptor(),
          "popular_ads", ListPopularAdsRequest.getDescriptor(),
          "clicks_per_minute", ListClicksPerMinuteRequest.getDescriptor(),
          "minutes", ListMinutesRequest.getDescriptor());

  private static final String ADS = "/v1/ads/";

  RejectUnknownParameters(HttpService delegate) {
    super(delegate);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    String path = context.path();
    Descriptor fields = REQUESTS.get(path.substring(path.lastIndexOf('/') + 1));
    if (fields != null) {
      boolean adIdInPath = path.indexOf('/', ADS.length()) >= 0;
      QueryParams parameters = context.queryParams();
      for (String name : parameters.names()) {
        String problem = problem(fields, name, parameters.getAll(name), adIdInPath);
        if (problem != null) {
          return Problem.of(new InvalidRequestException(name, problem)).toHttp();
        }
      }
    }
    return unwrap().serve(context, request);
  }

  private static @Nullable String problem(
      Descriptor fields, String name, List<String> values, boolean adIdInPath) {
    FieldDescriptor field = fields.findFieldByName(name);
    if (field == null || (adIdInPath && name.equals("ad_id"))) {
      return "is no parameter of this question; there are "
          + String.join(
              ", ",
              fields.getFields().stream()
                  .map(FieldDescriptor::getName)
                  .filter(known -> !(adIdInPath && known.equals("ad_id")))
                  .toList());
    }
    if (values.size() > 1) {
      return "is given more than once";
    }
    if (field.getType() == FieldDescriptor.Type.INT32) {
      try {
        if (Integer.parseInt(values.get(0)) == 0) {
          return "0 cannot be asked for; leave it out for the default";
        }
      } catch (NumberFormatException e) {
        return "\"" + values.get(0) + "\" is not a whole number";
      }
    }
    if (field.getType() == FieldDescriptor.Type.BOOL
        && !values.get(0).equals("true")
        && !values.get(0).equals("false")) {
      return "\"" + values.get(0) + "\" is neither true nor false";
    }
    return null;
  }
}
