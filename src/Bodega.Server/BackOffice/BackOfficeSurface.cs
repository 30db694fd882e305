using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.BackOffice;

/// <summary>Bodega's own face. For now its health endpoints and a page that says what is to come.</summary>
internal sealed class BackOfficeSurface : Surface
{
    public override string Key => "backoffice";

    public override string Title => "Back office";

    public override string Section => "BackOffice";

    public override string DefaultUrl => "http://localhost:8080";

    public override void AddServices(IServiceCollection services)
    {
    }

    public override void Configure(IApplicationBuilder branch) => branch.UseSurface(
        signIn => { },
        routes =>
        {
            routes.MapGet("/health/live", () => TypedResults.Text("ok"));
            routes.MapGet("/health/ready", ReadyAsync);
            routes.MapGet("/", ComingPage.Write);
        });

    public override Task WriteAsync(HttpContext http, Fault fault)
    {
        var status = fault.Kind switch
        {
            FaultKind.Invalid when fault.Code == HttpFaults.MethodNotAllowedCode => 405,
            FaultKind.Invalid when fault.Code == HttpFaults.BodyTooLargeCode => 413,
            FaultKind.Invalid => 400,
            FaultKind.Unauthenticated => 401,
            FaultKind.Forbidden => 403,
            FaultKind.NotFound => 404,
            FaultKind.Conflict => 409,
            FaultKind.TooMany => 429,
            FaultKind.Unavailable => 503,
            _ => 500,
        };
        return TypedResults.Problem(new ProblemDetails { Status = status, Title = fault.Code, Type = $"urn:bodega:{fault.Code}" }).ExecuteAsync(http);
    }

    // Ready = the database answers.
    private static async Task<IResult> ReadyAsync(BodegaDb db, CancellationToken ct)
    {
        try
        {
            await db.Tenants.Select(tenant => tenant.Id).FirstOrDefaultAsync(ct);
            return TypedResults.Text("ready");
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return TypedResults.Text("the database does not answer", statusCode: 503);
        }
    }
}
