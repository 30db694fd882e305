using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Stock;

namespace Bodega.Server.Apis.StockManager;

/// <summary>What this surface says to the catalogue's refusals. Always JSON: several of its routes lie outside <c>/api</c> (contract §6).</summary>
internal static class CatalogWords
{
    public static IResult Refuse(Fault fault)
    {
        var (status, text) = fault.Code switch
        {
            CatalogFaults.UnknownProductCode => (404, "Producto no encontrado"),
            CatalogFaults.BarcodeTakenCode => (409, "Ya existe un registro con ese valor"),
            CatalogFaults.NothingToChangeCode => (400, "No hay datos para actualizar"),
            CatalogFaults.EmptyFileCode => (400, "Empty file"),
            CatalogFaults.BrokenFileCode => (400, "Archivo CSV inválido"),
            StockFaults.ReservedCode => (409, $"El stock no puede ser menor que lo reservado en cotizaciones ({fault.Subject})"),
            Hosting.HttpFaults.BadBodyCode => (400, "Cuerpo JSON inválido"),
            StockRefusal.Code => (((StockRefusal)fault).Status, fault.Subject!), // a StockRefusal always has a text
            _ => throw new InvalidOperationException($"No words for {fault.Code}."),
        };
        return StockJson.Error(text, status);
    }
}
