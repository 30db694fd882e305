using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Rentals;
using Bodega.Server.Integrations.Pms;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.Connections;

/// <summary>The company's property manager (contract §7.3–7.5, §8.8, §8.9).</summary>
internal static class PmsEndpoints
{
    private const int MostKey = 500;
    private const int MostEndpoint = 500;

    public static void MapPms(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/perfil/integraciones", ShowAllAsync).Requires(SidekickAccess.User);
        routes.MapPut("/api/perfil/integraciones/pms", SaveByAdminAsync).Requires(SidekickAccess.Admin).TakesBody();
        routes.MapDelete("/api/perfil/integraciones/pms", RemoveByAdminAsync).Requires(SidekickAccess.Admin);
        // W4: whoever works with the tools may change it here, as the original let them, unless the installation says otherwise.
        var change = routes.ServiceProvider.GetRequiredService<SidekickSettings>().PmsNeedsAdmin ? SidekickAccess.Admin : SidekickAccess.User;
        routes.MapGet("/api/apartamentos/pms", ShowAsync).Requires(SidekickAccess.User);
        routes.MapPut("/api/apartamentos/pms", SaveAsync).Requires(change).TakesBody();
        routes.MapDelete("/api/apartamentos/pms", RemoveAsync).Requires(change);
        routes.MapPost("/api/apartamentos/sincronizacion/smoobu", SyncAsync).Requires(SidekickAccess.User).CallsOutside().Limited("10/hour");
    }

    private static async Task<IResult> ShowAllAsync(BodegaDb db, CancellationToken ct)
    {
        var pms = await db.PmsConnections.Select(c => new PmsStateBody(c.SealedKey != null, c.Provider)).FirstOrDefaultAsync(ct);
        var ai = await db.AiConnections.Select(c => new AiStateBody(c.SealedKey != null, c.Provider, c.Model)).FirstOrDefaultAsync(ct);
        var google = new GoogleStateBody(await db.GoogleConnections.AnyAsync(ct));
        return SidekickJson.Ok(new ConnectionsAnswer(true, new(pms ?? new(false, null), google, ai ?? new(false, null, null))), ConnectionWire.Wire.ConnectionsAnswer);
    }

    private static async Task<IResult> SaveByAdminAsync(SidekickBody body, SavePmsConnection save, CancellationToken ct)
    {
        var fields = new Fields(body);
        var (provider, key) = (Provider(fields), fields.Text("api_key", Need.Required, least: 1, most: MostKey));
        var (secret, endpoint) = (Secret(fields), Endpoint(fields));
        if (fields.Refusal is { } refusal) return refusal;
        await save.RunAsync(provider!, Whole(provider!, key!, secret), fields.Given("endpoint") ? new Given<string>(endpoint) : null, ct); // nothing was refused: all are there
        return SidekickJson.Done();
    }

    private static async Task<IResult> RemoveByAdminAsync(RemovePmsConnection remove, CancellationToken ct)
    {
        await remove.RunAsync(ct);
        return SidekickJson.Done();
    }

    private static async Task<IResult> ShowAsync(BodegaDb db, CancellationToken ct) => Config(await db.PmsConnections.AsNoTracking().FirstOrDefaultAsync(ct));

    private static async Task<IResult> SaveAsync(SidekickBody body, SidekickCaller user, SavePmsConnection save, CancellationToken ct)
    {
        var fields = new Fields(body);
        var (provider, key) = (Provider(fields), fields.Text("api_key", Need.Required, least: 1, most: MostKey, clean: text => text.Trim()));
        var (secret, endpoint) = (Secret(fields), Endpoint(fields));
        if (fields.Refusal is { } refusal) return refusal;
        // Keys are sent there, also one that an administrator enters later: where that is, is no operator's to say.
        if (endpoint is not null && !user.IsAdmin) return SidekickJson.Refuse(403, SidekickWords.Denied);
        return Config(await save.RunAsync(provider!, Whole(provider!, key!, secret), new Given<string>(endpoint), ct)); // nothing was refused: both are there
    }

    private static async Task<IResult> RemoveAsync(RemovePmsConnection remove, CancellationToken ct) =>
        await remove.RunAsync(ct) ? SidekickJson.Done() : SidekickJson.Refuse(404, "No hay configuración PMS para eliminar.");

    private static async Task<IResult> SyncAsync(PropertyManager pms, SyncApartments sync, CancellationToken ct)
    {
        var found = await pms.FindAsync(ct);
        // Whose key it is comes before whether it can be read.
        if ((found.Value?.Provider ?? (found.Fault is { Code: PmsFaults.UnreadableCode } sealedFor ? sealedFor.Subject : null)) is { } provider and not PmsProviders.Smoobu)
            return SidekickJson.Refuse(400, $"El proveedor configurado es '{provider}', no 'smoobu'.");
        if (!found.Succeeded(out var access, out var missing))
            return SidekickJson.Refuse(400, missing.Code == PmsFaults.NoneCode ? "No hay configuración PMS. Guarda tu API key primero." : "No se pudo descifrar la API key. Vuelve a configurarla.");
        return (await sync.RunAsync(access, Words, ct)).Succeeded(out var saved, out var fault)
            ? SidekickJson.Ok(new SyncAnswer(true, new(saved.Total, saved.New, saved.Updated)), ConnectionWire.Wire.SyncAnswer)
            : SidekickJson.Refuse(400, Words(fault));
    }

    private static string Words(Fault fault) => $"Error al conectar con Smoobu: {OutgoingWords.Reason(fault)}";

    private static string? Provider(Fields fields) => fields.OneOf("proveedor", Need.Required, PmsProviders.All);

    private static string? Secret(Fields fields) => fields.Text("api_secret", Need.OrNull, most: MostKey);

    // Blank is none.
    private static string? Endpoint(Fields fields) => fields.Text("endpoint", Need.Optional, most: MostEndpoint, clean: text => text.Trim()) is { Length: > 0 } endpoint ? endpoint : null;

    // A token of Beds24 has no secret and may hold a colon.
    private static string Whole(string provider, string key, string? secret) => secret is { Length: > 0 } && provider != PmsProviders.Beds24 ? $"{key}:{secret}" : key;

    private static IResult Config(PmsConnection? connection) => SidekickJson.Ok(
        new PmsAnswer(true, connection is null ? null : new(connection.Provider, connection.Endpoint, connection.IsActive, connection.LastSyncAt)), ConnectionWire.Wire.PmsAnswer);
}
