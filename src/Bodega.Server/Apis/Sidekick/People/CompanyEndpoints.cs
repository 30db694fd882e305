using System.Text.Json.Serialization;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Tenants;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.People;

/// <summary>Companies, for who runs the installation (contract §5).</summary>
internal static class CompanyEndpoints
{
    private const int MostRows = 20_000;

    public static void MapCompanies(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/empresas", ListAsync).Requires(SidekickAccess.SuperAdmin);
        // Whoever stands above companies writes in the company they found or close; a unit of work that was begun for their own must not be around it.
        routes.MapPost("/api/empresas", FoundAsync).Requires(SidekickAccess.SuperAdmin).TakesBody(BodyNeed.EmptyCounts).Bare().WithMetadata(NeverOnceOnly.Instance);
        routes.MapDelete("/api/empresas/{id}", LeaveAsync).Requires(SidekickAccess.SuperAdmin).WithMetadata(NeverOnceOnly.Instance);
    }

    private static async Task<IResult> ListAsync(BodegaDb db, CancellationToken ct)
    {
        var rows = await db.Tenants.AsNoTracking().Where(t => t.IsActive).OrderBy(t => t.Id).Take(MostRows).Select(t => new { t.Uuid, t.Name, t.Email }).ToListAsync(ct);
        // The whole list is shown, so it is sorted here: no column holds the names without case and accents.
        return SidekickJson.Ok(
            new CompaniesBody(true, [.. rows.Select(t => new CompanyBody(t.Uuid, t.Name, t.Email ?? "")).OrderBy(t => NormalText.Of(t.Name), StringComparer.Ordinal).ThenBy(t => t.Name, StringComparer.Ordinal)]),
            SidekickCompanyWire.Wire.CompaniesBody);
    }

    private static async Task<IResult> FoundAsync(SidekickBody body, SaveTenant save, CancellationToken ct)
    {
        var fields = new Fields(body, bare: true);
        var name = fields.Text("nombre", Need.Required, least: 1, most: 200);
        var email = fields.Text("email", Need.Required);
        if (email is not null && (email.Length > 254 || !WireText.IsEmail(email))) fields.Refuse("email", "Not a valid email address.");
        if (fields.Refusal is { } refusal) return refusal;
        if (!(await save.FoundAsync(name!, SidekickSurface.TimeZone, email, ct)).Succeeded(out var tenant, out _)) return SidekickJson.Refuse(409, "Ya existe una empresa con ese email."); // nothing was refused: both are there
        return SidekickJson.Ok(new FoundedBody(true, new CompanyBody(tenant.Uuid, tenant.Name, tenant.Email!)), SidekickCompanyWire.Wire.FoundedBody, 201); // founded with one
    }

    private static async Task<IResult> LeaveAsync(string id, CloseTenant close, CancellationToken ct)
    {
        if (!Guid.TryParse(id, out var company)) return Unknown();
        return (await close.RunAsync(company, ct))?.Code switch
        {
            null => SidekickJson.Done(),
            DeleteTenant.OwnCode => SidekickJson.Refuse(422, "No puedes eliminar tu propia empresa."),
            _ => Unknown(),
        };
    }

    /// <summary>404 for a company that is none.</summary>
    internal static IResult Unknown() => SidekickJson.Refuse(404, "Empresa no encontrada.");
}

/// <summary>A company.</summary>
internal sealed record CompanyBody([property: JsonPropertyName("id")] Guid Id, [property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("email")] string Email);

internal sealed record CompaniesBody([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("empresas")] IReadOnlyList<CompanyBody> Companies);

internal sealed record FoundedBody([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("empresa")] CompanyBody Company);

[JsonSerializable(typeof(CompaniesBody))]
[JsonSerializable(typeof(FoundedBody))]
internal sealed partial class SidekickCompanyWire : JsonSerializerContext
{
    public static SidekickCompanyWire Wire { get; } = new(SidekickJson.Options());
}
