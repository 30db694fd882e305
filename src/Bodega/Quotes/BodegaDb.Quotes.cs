using Bodega.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>Offers.</summary>
    public DbSet<Quote> Quotes => Set<Quote>();

    /// <summary>Their lines.</summary>
    public DbSet<QuoteLine> QuoteLines => Set<QuoteLine>();
}
