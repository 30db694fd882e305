using Bodega.Data;
using Bodega.Rentals;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.Vault;

/// <summary>A company's own language model, and how much of the installation's it has used (contract §7.6, §7.7, §13).</summary>
internal static class AiEndpoints
{
    private const int MostModel = 100;
    private const int MostKey = 500;

    public static void MapAi(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/perfil/integraciones/ia", SaveAsync).Requires(SidekickAccess.Admin).TakesBody();
        routes.MapDelete("/api/perfil/integraciones/ia", RemoveAsync).Requires(SidekickAccess.Admin);
        routes.MapGet("/api/ai/config", ConfigAsync).Requires(SidekickAccess.Admin);
        routes.MapGet("/api/ai/uso", UsageAsync).Requires(SidekickAccess.User);
    }

    /// <summary>A key as it is shown: its ends, where they give little away.</summary>
    internal static string Mask(string key) => key.Length > 8 ? $"{key[..4]}{new string('*', key.Length - 8)}{key[^4..]}" : "****";

    private static async Task<IResult> SaveAsync(SidekickBody body, SaveAiConnection save, CancellationToken ct)
    {
        var fields = new Fields(body);
        var provider = fields.OneOf("proveedor", Need.Required, AiProviders.All);
        var (model, key) = (fields.Text("modelo", Need.OrNull, most: MostModel), fields.Text("api_key", Need.OrNull, most: MostKey));
        if (fields.Refusal is { } refusal) return refusal;
        await save.RunAsync(provider!, model, key, ct); // required
        return SidekickJson.Done();
    }

    private static async Task<IResult> RemoveAsync(RemoveAiConnection remove, CancellationToken ct)
    {
        await remove.RunAsync(ct);
        return SidekickJson.Done();
    }

    private static async Task<IResult> ConfigAsync(BodegaDb db, ConnectionSecrets secrets, CancellationToken ct)
    {
        var own = await db.AiConnections.AsNoTracking().FirstOrDefaultAsync(ct);
        var mask = own?.SealedKey is { } key ? Mask(secrets.Open(key) ?? "") : null;
        return SidekickJson.Ok(new AiConfigAnswer(true, new AiConfigBody(own is not null, own?.Provider, own?.Model, mask)), VaultWire.Wire.AiConfigAnswer);
    }

    private static async Task<IResult> UsageAsync(AiAllowance allowance, AiSettings settings, CancellationToken ct)
    {
        var used = await allowance.ReadAsync(ct);
        return SidekickJson.Ok(new UsageAnswer(true, used.Today, used.Week, settings.FreeLimitDaily, settings.FreeLimitWeekly), VaultWire.Wire.UsageAnswer);
    }
}
