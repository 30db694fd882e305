using Bodega.Kernel;
using Bodega.Rentals;
using Bodega.Server.Hosting;

namespace Bodega.Server.Integrations.Google;

/// <summary>Google's side of consent: where to go for it, and what it is exchanged for (Sidekick contract §9.5, §12.2).</summary>
internal sealed class GoogleSignIn(OutgoingHttp http, Settings settings, OutgoingTimes times, TimeProvider clock)
{
    private const string Scope = "https://www.googleapis.com/auth/contacts";

    private OutgoingService Service { get; } = new("Google", times.Google, 64 * 1024);

    private OutgoingService Farewell { get; } = new("Google", times.Revocation, 64 * 1024);

    /// <summary>Where an administrator consents.</summary>
    public string ConsentUrl(string state)
    {
        var query = new (string Name, string Value)[]
        {
            ("client_id", settings.GoogleClientId), ("redirect_uri", settings.GoogleRedirectUrl), ("response_type", "code"), ("scope", Scope), ("access_type", "offline"), ("prompt", "consent"), ("state", state),
        };
        return $"{settings.GoogleUrl ?? "https://accounts.google.com"}/o/oauth2/v2/auth?{string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}";
    }

    /// <summary>Exchanges the code that came back. It is good once, so this is never tried again.</summary>
    public Task<Outcome<GoogleTokens>> ExchangeAsync(string code, CancellationToken ct) =>
        AskAsync(ct, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.GoogleRedirectUrl));

    /// <summary>Gets another token for calls.</summary>
    public Task<Outcome<GoogleTokens>> RenewAsync(string refreshToken, CancellationToken ct) => AskAsync(ct, ("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    /// <summary>Takes the consent back, if Google can be reached.</summary>
    public Task RevokeAsync(string refreshToken, CancellationToken ct) =>
        http.SendAsync(Farewell, () => new HttpRequestMessage(HttpMethod.Post, $"{settings.GoogleUrl ?? "https://oauth2.googleapis.com"}/revoke") { Content = Form(("token", refreshToken)) }, ct);

    private async Task<Outcome<GoogleTokens>> AskAsync(CancellationToken ct, params (string Name, string Value)[] fields)
    {
        var url = $"{settings.GoogleUrl ?? "https://oauth2.googleapis.com"}/token";
        var form = fields.Append(("client_id", settings.GoogleClientId)).Append(("client_secret", settings.GoogleClientSecret)).ToArray();
        var answer = await http.SendAsync(Service, () => new HttpRequestMessage(HttpMethod.Post, url) { Content = Form(form) }, ct);
        return http.Read(Service, answer, json => json.Secret("access_token") is { } access && access.All(letter => letter is > ' ' and <= '~') // travels in a header
            ? new GoogleTokens(access, json.Secret("refresh_token"), json.Integer("expires_in") is { } seconds ? clock.GetNow().AddSeconds(Math.Clamp(seconds, 0, 86_400)) : null, json.Text("scope"))
            : null);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
