const rows = [
  { name: "Loaf", text: "Rye and wheat, baked at five.", price: "4.20" },
  { name: "Bun", text: "With poppy seeds.", price: "0.90" },
];

export default function Page() {
  return (
    <main>
      <style>{`main{font-family:sans-serif;margin:32px;max-width:640px}.card{border:1px solid #bbb;padding:16px 20px;margin-top:16px}.price{color:#7a2e1d;font-weight:bold}`}</style>
      <h1>Corner bakery</h1>
      {rows.map((row) => (
        <div className="card" key={row.name}>
          <h3>{row.name}</h3>
          <p>{row.text}</p>
          <span className="price">{row.price}</span>
        </div>
      ))}
      <button>Order</button>
    </main>
  );
}
