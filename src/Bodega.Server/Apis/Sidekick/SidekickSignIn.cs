using System.Globalization;
using System.Net;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Sidekick;

/// <summary>Holds each route to its limit, its <see cref="SidekickAccess"/>, the double submit and its body, in the contract's order (§1).</summary>
internal sealed class SidekickSignIn(RequestDelegate next, SidekickTokens tokens, WindowLimits limits, SidekickSettings settings, Settings server)
{
    public async Task InvokeAsync(HttpContext http, Caller caller, BodegaDb db)
    {
        // Unknown paths and wrong methods answer alike for everybody.
        if (http.GetEndpoint() is RouteEndpoint endpoint && await RefuseAsync(http, endpoint, caller, db) is { } refusal)
        {
            await refusal.ExecuteAsync(http);
            return;
        }
        await next(http);
    }

    private async Task<IResult?> RefuseAsync(HttpContext http, RouteEndpoint endpoint, Caller caller, BodegaDb db)
    {
        var access = endpoint.Metadata.GetMetadata<SidekickRoute>()?.Access ?? throw new InvalidOperationException($"{endpoint.DisplayName} says nothing about access.");
        if (RefuseByLimit(http, endpoint) is { } tooMany) return tooMany;
        SidekickCaller? user = null;
        if (access != SidekickAccess.Anyone)
        {
            (user, var flaw) = await tokens.FindAsync(http, caller, db);
            if (user is null) return SidekickJson.Refuse(401, flaw!); // one of the two is there
            if (!user.May(access)) return SidekickJson.Refuse(403, SidekickWords.Denied);
            http.Features.Set(user);
        }
        if (RefuseByCsrf(http, endpoint, user) is { } foreign) return foreign;
        return endpoint.Metadata.GetMetadata<TakesJson>() is { } takes ? await SidekickBody.ReadAsync(http, takes) : null;
    }

    private IResult? RefuseByLimit(HttpContext http, RouteEndpoint endpoint)
    {
        if (!server.RateLimitsEnabled || endpoint.Metadata.GetMetadata<WindowLimit>() is not { } limit) return null;
        if (limits.Refuse($"{http.Request.Method} {endpoint.RoutePattern.RawText}", limit, http.Connection.RemoteIpAddress ?? IPAddress.None) is not { } wait) return null;
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return SidekickJson.Refuse(429, SidekickWords.TooMany);
    }

    private IResult? RefuseByCsrf(HttpContext http, RouteEndpoint endpoint, SidekickCaller? user)
    {
        if (HttpMethods.IsGet(http.Request.Method)) return null;
        // A bearer token never travels by itself, so a page elsewhere cannot have sent it.
        if (!settings.RequireCsrfWithBearer && user is not null && !http.Request.Headers.ContainsKey(CsrfTokens.HeaderName)) return null;
        if (endpoint.Metadata.GetMetadata<CsrfOnlyWithCookies>() is not null && http.Request.Headers.Cookie.Count == 0) return null;
        return CsrfTokens.Flaw(http.Request) is { } flaw ? SidekickJson.Refuse(403, flaw) : null;
    }
}
