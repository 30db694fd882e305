using System.Net;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Sidekick.Vault;

/// <summary>Lets in who may say what models are told (contract §13.1, W12): whoever runs the installation, by their token; and without one, whoever calls
/// from an address of the list, straight.</summary>
internal sealed class PromptAdmission(AiSettings settings, SidekickTokens tokens, [FromKeyedServices("sidekick")] BoundTenant house, Caller caller, BodegaDb db)
{
    // What a proxy adds, and what is left of it once a trusted one's were read: such a request comes from somewhere else than it seems (W3).
    private static readonly string[] Forwarding =
    [
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Real-IP", "Via", "X-Original-For", "X-Original-Host", "X-Original-Proto",
    ];

    public async Task<bool> LetsInAsync(HttpContext http)
    {
        var user = (await tokens.FindAsync(http, caller, db)).User;
        if (user is { IsSuperAdmin: true }) return true;
        if (!IsNear(http)) return false;
        if (user is null) await house.EnterAsync(caller, http.RequestAborted); // the trail of the installation's own tenant keeps what nobody in particular has done
        return true;
    }

    private bool IsNear(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } peer && !Array.Exists(Forwarding, http.Request.Headers.ContainsKey) && !IsPage(http.Request) && settings.PromptAdmins.Any(network => network.Contains(Plain(peer)));

    // A browser beside the server may show anybody's page, under a name that leads here: pages have no business without a token.
    private static bool IsPage(HttpRequest request) =>
        request.Headers.ContainsKey("Origin") || request.Headers.ContainsKey("Sec-Fetch-Site") || !(request.Host.Host == "localhost" || IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out _));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
