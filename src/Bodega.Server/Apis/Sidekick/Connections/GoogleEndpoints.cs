using Bodega.Data;
using Bodega.Rentals;
using Bodega.Server.Integrations.Google;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Sidekick.Connections;

/// <summary>The company's Google account (contract §12.2).</summary>
internal static class GoogleEndpoints
{
    public static void MapGoogle(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/contactos/google/auth", BeginAsync).Requires(SidekickAccess.Admin);
        routes.MapGet("/api/contactos/google/callback", ComeBackAsync).Requires(SidekickAccess.Anyone);
        routes.MapGet("/api/contactos/google/status", ShowAsync).Requires(SidekickAccess.User);
        routes.MapDelete("/api/contactos/google/conexion", DisconnectAsync).Requires(SidekickAccess.Admin).CallsOutside();
    }

    private static async Task<IResult> BeginAsync(GoogleConsents consents, GoogleSignIn google, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store"; // its state is a secret for ten minutes
        return SidekickJson.Ok(new ConsentAnswer(true, google.ConsentUrl(await consents.BeginAsync(ct))), ConnectionWire.Wire.ConsentAnswer);
    }

    // Whoever comes holds no token: the state says who set out.
    private static async Task<IResult> ComeBackAsync(
        string? error, string? state, string? code, GoogleConsents consents, GoogleSignIn google, ConnectGoogle connect, SidekickSettings settings, CancellationToken ct)
    {
        if (!string.IsNullOrEmpty(error)) return Back("google_error=acceso_denegado");
        if (string.IsNullOrEmpty(state) || !await consents.ResumeAsync(state, ct)) return Back("google_error=estado_invalido");
        if (string.IsNullOrEmpty(code)) return Back("google_error=codigo_invalido");
        if (!(await google.ExchangeAsync(code, ct)).Succeeded(out var tokens, out _) || tokens.Refresh is not { } refresh) return Back("google_error=token_fallido");
        await connect.RunAsync(tokens, refresh, ct);
        return Back("google_conectado=true");

        IResult Back(string how) => TypedResults.Redirect($"{settings.FrontendUrl}/menu/perfil?{how}");
    }

    private static async Task<IResult> ShowAsync(BodegaDb db, CancellationToken ct)
    {
        if (await db.GoogleConnections.Select(c => new { c.Scope }).FirstOrDefaultAsync(ct) is not { } connection)
            return SidekickJson.Ok(new NoGoogleAnswer(true, new(false)), ConnectionWire.Wire.NoGoogleAnswer);
        var last = await db.SyncLogEntries.Where(entry => entry.Source == SyncSources.GoogleContacts).OrderByDescending(entry => entry.At).Select(entry => (DateTimeOffset?)entry.At).FirstOrDefaultAsync(ct);
        return SidekickJson.Ok(new GoogleAnswer(true, new(true, connection.Scope, last)), ConnectionWire.Wire.GoogleAnswer);
    }

    private static async Task<IResult> DisconnectAsync(DisconnectGoogle disconnect, GoogleSignIn google, CancellationToken ct)
    {
        var (wasConnected, token) = await disconnect.RunAsync(ct);
        if (!wasConnected) return SidekickJson.Refuse(404, "No hay cuenta Google conectada.");
        if (token is not null) await google.RevokeAsync(token, CancellationToken.None); // forgotten here, so Google is told even if nobody waits any more
        return SidekickJson.Done();
    }
}
