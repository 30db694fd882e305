using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Bodega.Server.Tests.Harness;

/// <summary>Collects the routes that a surface maps: the server's own list mixes all surfaces.</summary>
public sealed class RouteCollector(IServiceProvider services) : IEndpointRouteBuilder
{
    public IServiceProvider ServiceProvider => services;

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
}
