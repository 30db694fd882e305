using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Bodega.Server.Tests.Harness;

/// <summary>Collects the routes that a surface maps: the server's own list mixes all surfaces.</summary>
public sealed class RouteCollector : IEndpointRouteBuilder
{
    private RouteCollector(IServiceProvider services) => ServiceProvider = services;

    public IServiceProvider ServiceProvider { get; }

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(ServiceProvider);

    /// <summary>The routes of a surface.</summary>
    public static IEnumerable<RouteEndpoint> Of(Shop shop, Action<IEndpointRouteBuilder> map)
    {
        var collector = new RouteCollector(shop.Services);
        map(collector);
        return collector.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
    }

    /// <summary>Method and path of each: <c>GET /api/users/{id}</c>.</summary>
    public static IEnumerable<string> NamesOf(IEnumerable<RouteEndpoint> endpoints) =>
        endpoints.SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}")).Distinct();

    /// <summary>Those routes for which no call is named.</summary>
    /// <param name="routes">As <see cref="NamesOf"/> gives them.</param>
    /// <param name="calls">Method and path, with whatever in place of the parameters.</param>
    public static IEnumerable<string> WithoutCall(IEnumerable<string> routes, IEnumerable<string> calls)
    {
        var asked = calls.Select(call => call.Split('?')[0].Split('/')).ToList();
        return routes.Where(route => !asked.Exists(call => Fits(route.Split('/'), call))).Order(StringComparer.Ordinal);
    }

    private static bool Fits(string[] route, string[] call) =>
        route.Length == call.Length && route.Zip(call).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0));
}
