using Bodega.Kernel;
using Microsoft.AspNetCore.Connections;

namespace Bodega.Server.Hosting;

/// <summary>One of the faces of the server: an address, a pipeline, its own words for refusals.</summary>
internal abstract class Surface
{
    /// <summary>Short name: in logs, sessions, audit rows.</summary>
    public abstract string Key { get; }

    /// <summary>Name for people.</summary>
    public abstract string Title { get; }

    /// <summary>Section of the settings: <c>Apis:StockManager</c>.</summary>
    public abstract string Section { get; }

    /// <summary>Where it listens unless told otherwise.</summary>
    public abstract string DefaultUrl { get; }

    /// <summary>Looks, before the first request, whether its settings fit the database; throws <see cref="BadSettingException"/> if not.</summary>
    public virtual Task CheckAsync(IServiceProvider services, CancellationToken ct) => Task.CompletedTask;

    /// <summary>How many of this kind of request one network address may make; null = as many as it likes.</summary>
    public virtual AddressLimit? LimitOf(HttpContext http) => null;

    /// <summary>Adds its services.</summary>
    public abstract void AddServices(IServiceCollection services);

    /// <summary>Builds its branch of the pipeline; <see cref="SurfacePipeline.UseSurface"/> does what all share.</summary>
    public abstract void Configure(IApplicationBuilder branch);

    /// <summary>Writes a refusal in its shape, status and words.</summary>
    public abstract Task WriteAsync(HttpContext http, Fault fault);
}

/// <summary>The surface a connection was accepted for.</summary>
internal sealed record SurfaceFeature(Surface Surface);

internal static class SurfaceOfRequest
{
    /// <summary>The surface that answers this request: by host name where one is set, else by the port it came in on.</summary>
    public static Surface Surface(this HttpContext http) =>
        (http.Features.Get<SurfaceFeature>() ?? throw new InvalidOperationException("The connection belongs to no surface.")).Surface;

    /// <summary>Marks every connection of an address with its surface.</summary>
    public static void ServeSurface(this IConnectionBuilder connections, Surface surface)
    {
        var feature = new SurfaceFeature(surface);
        connections.Use(next => connection =>
        {
            connection.Features.Set(feature);
            return next(connection);
        });
    }
}
