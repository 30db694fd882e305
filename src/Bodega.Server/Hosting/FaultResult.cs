using Bodega.Kernel;

namespace Bodega.Server.Hosting;

/// <summary>A refusal as an endpoint's answer; the surface finds the words.</summary>
internal sealed class FaultResult(Fault fault) : IResult
{
    public Fault Fault => fault;

    public Task ExecuteAsync(HttpContext httpContext) => httpContext.Surface().WriteAsync(httpContext, fault);
}
