using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Orders;
using Bodega.Server.Hosting;
using Bodega.Shops;

namespace Bodega.Server.Apis.Ocha;

/// <summary>The surface's words and statuses for refusals (contract §1.4).</summary>
internal static class OchaWords
{
    /// <summary>An id that is none.</summary>
    public static IResult InvalidId => OchaJson.Refuse(400, "Invalid ID format");

    /// <summary>Nothing of this kind has the id.</summary>
    public static IResult Unknown(string thing) => OchaJson.Refuse(404, $"{thing} not found");

    public static Task WriteAsync(HttpContext http, Fault fault)
    {
        if (fault.RetryAfterSeconds is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Say(fault).ExecuteAsync(http);
    }

    private static IResult Say(Fault fault) => fault.Code switch
    {
        HttpFaults.NoSuchRouteCode or HttpFaults.MethodNotAllowedCode => Plain("Not Found", "text/html; charset=utf-8", 404),
        HttpFaults.BodyTooLargeCode => Plain("request entity too large", "text/plain; charset=utf-8", 413),
        HttpFaults.BadBodyCode or HttpFaults.BadRequestCode => Plain("The body is no JSON object or array", "text/plain; charset=utf-8", 400),
        HttpFaults.OverloadedCode => OchaJson.Refuse(503, "The server is busy, try again"),
        HttpFaults.KeyReusedCode => OchaJson.Refuse(409, "Data conflict", "Idempotency-Key was used for another request"),
        AccountFaults.WrongCredentialsCode => OchaJson.Refuse(401, "Email or password incorrect"),
        AccountFaults.TooManyTriesCode => OchaJson.Refuse(429, "Too many attempts, try again later"),
        AccountFaults.EmailTakenCode => OchaJson.Refuse(409, "Data conflict", "Duplicate value: email"),
        AccountFaults.UserNameTakenCode => OchaJson.Refuse(409, "Data conflict", "Duplicate value: display_name"),
        MenuFaults.TakenCode or ShopFaults.TakenCode => OchaJson.Refuse(409, "Data conflict", $"Duplicate value: {fault.Subject}"),
        MenuFaults.NegativePriceCode => OchaJson.Invalid("Product validation failed: extra_chf: the price would be less than 0"),
        MenuFaults.UnknownCode => Unknown("Product"),
        ShopFaults.UnknownCode => Unknown("Store"),
        OrderFaults.UnknownCode => Unknown("Order"),
        OrderFaults.OutOfStockCode => OchaJson.Invalid($"OrderItem validation failed: quantity: there is not enough of {fault.Subject}"),
        _ => fault.Kind switch
        {
            FaultKind.Invalid => OchaJson.Refuse(422, "Invalid data"),
            FaultKind.Unauthenticated => OchaJson.Refuse(401, "Token missing"),
            FaultKind.Forbidden => OchaJson.Refuse(403, "Access restricted to administrators"),
            FaultKind.NotFound => Plain("Not Found", "text/html; charset=utf-8", 404),
            FaultKind.Conflict => OchaJson.Refuse(409, "Data conflict"),
            FaultKind.TooMany => OchaJson.Refuse(429, "Too many attempts, try again later"),
            FaultKind.Unavailable => OchaJson.Refuse(503, "The server is busy, try again"),
            _ => OchaJson.Refuse(500, "An unexpected error occurred"),
        },
    };

    private static Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult Plain(string text, string type, int status) => TypedResults.Text(text, type, statusCode: status);
}
