using System.Globalization;
using Bodega.Accounts;
using Bodega.Kernel;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Inventory;

/// <summary>The surface's words and statuses for refusals that no route has words of its own for (accounts contract §1.3, §4.1).</summary>
internal static class InventoryWords
{
    public const string BadBody = "Cuerpo de la petición inválido.";
    public const string BadContentType = "Content-Type debe ser application/json";

    public static Task WriteAsync(HttpContext http, Fault fault)
    {
        if (fault.RetryAfterSeconds is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Say(http, fault).ExecuteAsync(http);
    }

    private static IResult Say(HttpContext http, Fault fault)
    {
        var inIdentity = http.Request.Path.StartsWithSegments("/api/auth", StringComparison.OrdinalIgnoreCase);
        switch (fault.Code)
        {
            case HttpFaults.MethodNotAllowedCode:
                return TypedResults.StatusCode(405);
            case HttpFaults.NoSuchRouteCode when inIdentity:
                return TypedResults.StatusCode(404);
            case HttpFaults.NoSuchRouteCode when !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase):
                return Pages.NotFoundPage.Render(http);
        }
        var (status, text) = fault.Code switch
        {
            HttpFaults.NoSuchRouteCode => (404, "No encontrado"),
            HttpFaults.BadBodyCode or HttpFaults.BadRequestCode => (400, BadBody),
            HttpFaults.BodyTooLargeCode => (413, "El cuerpo de la petición es demasiado grande."),
            HttpFaults.OverloadedCode => (503, "El servidor está ocupado. Inténtalo de nuevo."),
            HttpFaults.KeyReusedCode => (409, "La Idempotency-Key ya se usó para otra petición."),
            AccountFaults.TooManyTriesCode => (401, "Invalid email or password"),
            _ => fault.Kind switch
            {
                FaultKind.Invalid => (400, BadBody),
                FaultKind.Unauthenticated => (401, Access.Unauthorised),
                FaultKind.Forbidden => (403, Access.Unauthorised),
                FaultKind.NotFound => (404, "No encontrado"),
                FaultKind.Conflict => (409, "Conflicto"),
                FaultKind.TooMany => (429, "Demasiados intentos. Inténtalo más tarde."),
                FaultKind.Unavailable => (503, "El servidor está ocupado. Inténtalo de nuevo."),
                _ => (500, Generic500(http) ?? "Error interno del servidor"),
            },
        };
        return inIdentity ? Identity.IdentityWords.Refuse(status, text) : InventoryJson.Error(status, text);
    }

    private static string? Generic500(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<BugText>()?.Text;
}

/// <summary>What a route says when it fails by a bug (its <i>generic 500</i>).</summary>
internal sealed record BugText(string Text);
